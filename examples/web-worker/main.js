const canvas = document.querySelector('canvas');
const context = canvas.getContext('2d');
context.translate(80, 60);
context.rotate(Math.PI / 6);
context.fillStyle = '#2a6';
context.fillRect(-40, -20, 80, 40);

const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
worker.addEventListener('message', ({ data: { message, image } }) => {
  context.resetTransform();
  canvas.width = image.width;
  canvas.height = image.height;
  context.putImageData(image, 0, 0);
  const [red, green, blue] = context.getImageData(40, 20, 1, 1).data;
  console.log(`${message}; ${image.width} × ${image.height}, its centre ${red}, ${green}, ${blue}`);
});
worker.postMessage({
  image: context.getImageData(0, 0, canvas.width, canvas.height),
  rectangle: { x: 79.5, y: 59.5, width: 80, height: 40, degrees: 30 },
});

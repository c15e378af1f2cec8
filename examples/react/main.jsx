import '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ready } from 'tfjs-stn';

import { RotatedPicture } from './rotated-picture.jsx';

await tf.setBackend('webgl');
console.log((await ready()).message);

const picture = document.createElement('canvas');
picture.width = 160;
picture.height = 100;
const context = picture.getContext('2d');
context.fillStyle = '#47c';
context.fillRect(20, 20, 120, 60);

function App() {
  const [degrees, setDegrees] = useState(20);
  return (
    <>
      <input
        type="range"
        min="-180"
        max="180"
        value={degrees}
        onChange={({ target }) => setDegrees(Number(target.value))}
      />
      <RotatedPicture picture={picture} degrees={degrees} />
    </>
  );
}

createRoot(document.querySelector('#root')).render(<App />);

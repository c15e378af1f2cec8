import { signal, type ReadonlySignal } from '@preact/signals';

/**
 * Takes what is dropped anywhere on the page: a file that nobody takes would be opened by the
 * browser in place of the page.
 *
 * @param onDrop called with the first file, or undefined for what is no file
 * @returns whether something is held over the page
 */
export function watchDrops(onDrop: (file: File | undefined) => void): ReadonlySignal<boolean> {
  const over = signal(false);
  window.addEventListener('dragover', (event) => {
    event.preventDefault();
    over.value = true;
  });
  window.addEventListener('dragleave', (event) => {
    // Between two elements of the page there is a related one.
    if (!event.relatedTarget) over.value = false;
  });
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    over.value = false;
    onDrop(event.dataTransfer?.files[0]);
  });
  return over;
}

import type { JSX } from 'preact';

/** Where it comes from. */
export function Footer(): JSX.Element {
  return (
    <footer>
      Everything is computed on this device; nothing is sent anywhere. Made with tfjs-stn, after
      Jaderberg et al., <cite>Spatial Transformer Networks</cite>, 2015. Digits from MNIST.{' '}
      <a href="./licences.txt">Sources and licences</a>
    </footer>
  );
}

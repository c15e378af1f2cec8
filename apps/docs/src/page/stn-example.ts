/**
 * Defines the element of an example. Its code runs once it comes near the view; until then its
 * picture stands there, and nothing but this file is loaded.
 */
export function defineExampleElement(): void {
  if (customElements.get('stn-example')) return;
  customElements.define(
    'stn-example',
    class extends HTMLElement {
      #left = new AbortController();

      connectedCallback(): void {
        this.#left = new AbortController();
        const { signal } = this.#left;
        const observer = new IntersectionObserver(
          (entries) => {
            if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
            observer.disconnect();
            void mount(this, signal);
          },
          { rootMargin: '100px' },
        );
        observer.observe(this);
        signal.addEventListener('abort', () => observer.disconnect());
      }

      disconnectedCallback(): void {
        this.#left.abort();
      }
    },
  );
}

async function mount(element: HTMLElement, signal: AbortSignal): Promise<void> {
  // Keeps TensorFlow.js out of the build that renders pages.
  if (import.meta.env.SSR) return;
  const { mountExample } = await import('./mount-example.js');
  if (!signal.aborted) mountExample(element, signal);
}

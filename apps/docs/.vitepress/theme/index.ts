import TwoslashFloatingVue from '@shikijs/vitepress-twoslash/client';
import '@shikijs/vitepress-twoslash/style.css';
import './site.css';
import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { onMounted } from 'vue';

import { defineExampleElement } from '../../src/page/stn-example.js';

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => {
    app.use(TwoslashFloatingVue);
    if (import.meta.env.SSR) return;
    // Relative addresses of the page as it was built, before Vue takes it over and changes pages.
    for (const name of ['href', 'src']) {
      for (const element of document.querySelectorAll(
        `:is(#app *, link[rel=icon])[${name}^="."]`,
      )) {
        const { pathname, search, hash } = new URL(element.getAttribute(name) ?? '', location.href);
        element.setAttribute(name, pathname + search + hash);
      }
    }
  },
  // Not before Vue has taken the page over: examples change it.
  setup: () => onMounted(defineExampleElement),
} satisfies Theme;

/** The Chromium of the page's tests is the one that draws the README's picture. */
export { launch } from '../../../lib/cli/page-picture/chromium';

/** Gives the bundles of evidence that all tests of the project `bundles` share a place. */
import { shareBundles } from './shared-place';

module.exports = () => shareBundles();

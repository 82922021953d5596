/** Gives what the tests of the project `pure` share a place. */
import { shareOnce } from './once';

module.exports = () => shareOnce();

/** Removes what the tests of the project `pure` shared. */
import { removeOnce } from './once';

module.exports = () => removeOnce();

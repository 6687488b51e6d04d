import { LABOUR } from './labour.js';
import { describeMatrix } from './matrix.js';

describeMatrix(LABOUR);

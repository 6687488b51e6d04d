import { EDUCATION } from './education.js';
import { describeMatrix } from './matrix.js';

describeMatrix(EDUCATION);

import { HEALTH } from './health.js';
import { describeMatrix } from './matrix.js';

describeMatrix(HEALTH);

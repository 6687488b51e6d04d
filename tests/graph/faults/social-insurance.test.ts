import { describeMatrix } from './matrix.js';
import { SOCIAL_INSURANCE } from './social-insurance.js';

describeMatrix(SOCIAL_INSURANCE);

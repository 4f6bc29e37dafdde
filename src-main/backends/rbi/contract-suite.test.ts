import { contractSuite } from '../contract-suite.ts';
import { startRbiWorld } from './rbi-world.test-support.ts';

contractSuite('rbi', () => startRbiWorld());

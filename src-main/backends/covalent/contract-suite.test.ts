import { contractSuite } from '../contract-suite.ts';
import { startCovalentWorld } from './covalent-world.test-support.ts';

contractSuite('covalent', () => startCovalentWorld());

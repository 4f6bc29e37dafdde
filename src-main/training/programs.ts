import { createCovalentProgram } from './covalent/covalent-program.ts';
import { createPomeloProgram } from './pomelo/pomelo-program.ts';
import type { Program } from './posting.ts';
import { createRbiProgram } from './rbi/rbi-program.ts';
import { createRekonectProgram } from './rekonect/rekonect-program.ts';
import type { CreateSimulatedProgram } from './simulated-program.ts';

/** Every program the simulators' process serves, each on a port of its own. */
export const PROGRAM_CREATORS: Readonly<Record<Program, CreateSimulatedProgram>> = {
  rekonect: createRekonectProgram,
  rbi: createRbiProgram,
  covalent: createCovalentProgram,
  pomelo: createPomeloProgram,
};

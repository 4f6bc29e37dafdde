import type { Program } from './posting.ts';
import { rekonectTraining } from './rekonect/rekonect-training.ts';
import type { TrainingProgram } from './training-program.ts';

/** Every program that training can be done against. */
export const TRAINING_PROGRAMS: Readonly<Partial<Record<Program, TrainingProgram>>> = {
  rekonect: rekonectTraining,
};

import { covalentTraining } from './covalent/covalent-training.ts';
import { pomeloTraining } from './pomelo/pomelo-training.ts';
import { PROGRAMS, type Program } from './posting.ts';
import { rbiTraining } from './rbi/rbi-training.ts';
import { rekonectTraining } from './rekonect/rekonect-training.ts';
import type { TrainingProgram } from './training-program.ts';

/** Every program that training can be done against. */
export const TRAINING_PROGRAMS: Readonly<Record<Program, TrainingProgram>> = {
  rekonect: rekonectTraining,
  rbi: rbiTraining,
  covalent: covalentTraining,
  pomelo: pomeloTraining,
};

const TITLES: Readonly<Record<Program, string>> = {
  rekonect: 'Rekonect',
  rbi: 'RBI Loyalty',
  covalent: 'Covalent',
  pomelo: 'Pomelo',
};

/** What the sign-in screen offers, in the order in which every list of programs names them. */
export const TRAINING_CHOICES = PROGRAMS.map((name) => ({ name, title: TITLES[name] }));

import { covalentTraining } from './covalent/covalent-training.ts';
import { pomeloTraining } from './pomelo/pomelo-training.ts';
import { PROGRAMS, type Program } from './posting.ts';
import { rbiTraining } from './rbi/rbi-training.ts';
import { rekonectTraining } from './rekonect/rekonect-training.ts';
import type { TrainingProgram } from './training-program.ts';

const TITLES: Readonly<Record<Program, string>> = {
  rekonect: 'Rekonect Loyalty',
  rbi: 'RBI Loyalty',
  covalent: 'Covalent Loyalty',
  pomelo: 'Pomelo',
};

/** Every program that training can be done against. */
export const TRAINING_PROGRAMS: Readonly<Partial<Record<Program, TrainingProgram>>> = {
  rekonect: rekonectTraining,
  rbi: rbiTraining,
  covalent: covalentTraining,
  pomelo: pomeloTraining,
};

/** The program of this name, where training can be done against it. */
export function trainableProgram(name: string): Program | null {
  return PROGRAMS.find((one) => one === name && TRAINING_PROGRAMS[one] !== undefined) ?? null;
}

/** What the sign-in screen offers. */
export function trainablePrograms(): readonly { readonly name: Program; readonly title: string }[] {
  return PROGRAMS.filter((name) => trainableProgram(name) !== null).map((name) => ({ name, title: TITLES[name] }));
}

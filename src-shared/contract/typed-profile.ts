import { z } from 'zod';
import { memberProfile } from '../queue/operation.ts';

/** As people write it down: digits, and what they put between and around them. */
const PHONE = /^\+?[\d\s()./-]+$/;
const digitsIn = (text: string): number => text.replaceAll(/\D/g, '').length;

/** No country has shorter numbers for people, and none is longer (E.164). */
const phoneNumber = z
  .string()
  .trim()
  .max(40)
  .refine((text) => PHONE.test(text) && digitsIn(text) >= 6 && digitsIn(text) <= 15, {
    message: 'not a phone number: 6 to 15 digits',
  });

const email = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, { message: 'not an e-mail address' });

/** yyyy-MM-dd, a day that the calendar has. */
const birthday = z.iso
  .date({ message: 'not a day written as yyyy-MM-dd' })
  .refine((day) => day >= '1880-01-01', { message: 'nobody alive was born then' });

const name = z.string().trim().min(1).max(100);

/**
 * What is known of a member as a person typed it: checked while the customer stands there, because a program refuses it only
 * later, when nobody can ask any more.
 */
export const typedProfile = memberProfile.extend({
  phoneNumber: phoneNumber.optional(),
  email: email.optional(),
  firstName: name.optional(),
  lastName: name.optional(),
  birthday: birthday.optional(),
});

import type { MemberProfile } from '../../../src-shared/queue/operation.ts';

/** What is typed and ticked in the enrol dialog; nothing is ticked beforehand. */
export interface EnrolmentForm {
  readonly phone: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** yyyy-MM-dd or empty. */
  readonly birthday: string;
  readonly terms: boolean;
  readonly gdpr: boolean;
  readonly sms: boolean;
  readonly emailConsent: boolean;
}

export const EMPTY_ENROLMENT: EnrolmentForm = {
  phone: '',
  email: '',
  firstName: '',
  lastName: '',
  birthday: '',
  terms: false,
  gdpr: false,
  sms: false,
  emailConsent: false,
};

/** Someone to reach and both needed consents. */
export const mayEnrol = (form: EnrolmentForm): boolean =>
  (form.phone.trim() !== '' || form.email.trim() !== '') && form.terms && form.gdpr;

/** The profile to send; what was left empty is left out rather than sent as empty. */
export function profileOf(form: EnrolmentForm): MemberProfile {
  const texts = {
    phoneNumber: form.phone.trim(),
    email: form.email.trim(),
    firstName: form.firstName.trim(),
    lastName: form.lastName.trim(),
    birthday: form.birthday.trim(),
  };
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    termsOfUse: form.terms,
    gdpr: form.gdpr,
    allowedSms: form.sms,
    allowedEmail: form.emailConsent,
  };
}

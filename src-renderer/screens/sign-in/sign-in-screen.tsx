import './sign-in-screen.css';
import { useEffect, useState } from 'react';
import { Form, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Welcome } from '../../contract-types.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { SCREEN_LOADERS } from '../../shell/screens.ts';
import { useAction } from '../../shell/use-action.ts';
import { signIn } from '../../state/session-store.ts';
import { PressButton } from '../../widgets/press-button.tsx';
import { TrainingPrograms } from './training-programs.tsx';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export function SignInScreen({ welcome }: { readonly welcome: Welcome }) {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  const action = useAction();

  // The sale screen's code comes while the PIN is typed.
  useEffect(() => void SCREEN_LOADERS.sale(), []);

  const enter = async (typed: string) => {
    if (typed === '' || action.running) return;
    await action.run(() => signIn(typed));
    setPin('');
  };
  const type = (digit: string) => setPin((typed) => (typed + digit).slice(0, 12));

  return (
    <div className="sign-in">
      <Form
        className="card stack sign-in-card"
        onSubmit={(event) => {
          event.preventDefault();
          void enter(pin);
        }}
      >
        <div>
          <h1>{t('signIn.title')}</h1>
          <p className="soft">{welcome.shopName}</p>
        </div>
        <TextField
          className="field"
          value={pin}
          onChange={(text) => setPin(text.replaceAll(/\D/g, '').slice(0, 12))}
          type="password"
          inputMode="none"
          autoComplete="off"
          // The only thing to do here is to type a PIN.
          autoFocus
        >
          <Label className="field-label">{t('signIn.pin')}</Label>
          <Input className="field-input sign-in-pin" />
        </TextField>
        <ProblemNotice problem={action.problem} />
        <div className="keypad">
          {DIGITS.map((digit) => (
            <PressButton key={digit} onPress={() => type(digit)}>
              {digit}
            </PressButton>
          ))}
          <PressButton label={t('signIn.clear')} icon="cross" onPress={() => setPin('')} />
          <PressButton onPress={() => type('0')}>0</PressButton>
          <PressButton
            look="primary"
            label={t('signIn.enter')}
            icon="check"
            type="submit"
            isDisabled={pin === ''}
            isPending={action.running}
          />
        </div>
        <p className="soft small">{t('signIn.hint')}</p>
      </Form>
      <div className="sign-in-training">
        {welcome.demoPins.length > 0 && (
          <section className="card stack" aria-label={t('signIn.demoPins')}>
            <h2>{t('signIn.demoPins')}</h2>
            {welcome.demoPins.map((demo) => (
              <PressButton
                key={demo.pin}
                look="wide start"
                icon={demo.role === 'manager' ? 'shield' : 'person'}
                label={t('signIn.demoPin', { name: demo.name })}
                isDisabled={action.running}
                onPress={() => void enter(demo.pin)}
              >
                <span className="grow">
                  {demo.name}
                  <span className="soft small block">
                    {demo.role === 'manager' ? t('frame.role.manager') : t('frame.role.cashier')}
                  </span>
                </span>
                <span className="demo-pin">{demo.pin}</span>
              </PressButton>
            ))}
          </section>
        )}
        {welcome.training !== null && <TrainingPrograms training={welcome.training} />}
      </div>
    </div>
  );
}

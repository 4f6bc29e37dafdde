import { expect, it } from 'vitest';
import { ControlClient } from './control-client.ts';
import { createSimulator } from './create-simulator.ts';
import { DemoDesk } from './demo-desk.ts';
import { PROGRAMS } from './posting.ts';
import { TRAINING_PROGRAMS } from './training-programs.ts';

it('each program takes its demo shop beside the others, once, and issues the codes it offers', async () => {
  const simulator = await createSimulator({ folder: null });
  const control = new ControlClient(simulator);
  try {
    for (const name of PROGRAMS) {
      const { demoMembers, demoSettings, hints } = TRAINING_PROGRAMS[name];
      await control.applySettings({ [name]: demoSettings });
      expect(await control.addMembers(name, demoMembers)).toEqual({ added: demoMembers.length, known: 0 });
      expect(await control.addMembers(name, demoMembers)).toEqual({ added: 0, known: demoMembers.length });

      const desk = new DemoDesk(name, hints, control);
      expect(new Set(desk.members.map(({ label }) => label)).size).toBe(hints.length);
      for (const { label, value } of desk.members) {
        const code = await desk.issueCode(label);
        expect([label, code === null]).toEqual([label, value !== null]);
      }
    }
  } finally {
    await control.close();
    await simulator.stop();
  }
});

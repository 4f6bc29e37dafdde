import { create } from 'zustand';
import type { DoorState } from '../app-api.ts';

/** Whether this page can talk to its till at all. */
export const useDoor = create<{ readonly state: DoorState }>(() => ({ state: 'connecting' }));

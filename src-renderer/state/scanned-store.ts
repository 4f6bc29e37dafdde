import { create } from 'zustand';

/** An id that was scanned where the program asks for more beside it; the identify dialog of the sale takes it up. */
export const useScanned = create<{ readonly code: string | null }>(() => ({ code: null }));

/** Where a door reports what nobody expected; pino fits. */
export interface ErrorLog {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

import { pino, type Logger } from 'pino';

/** Injection token of the process's pino logger. */
export const LOGGER = Symbol('logger');

/** Structured logs on standard output; ids and codes only, never personal data. */
export function makeLogger(name: string): Logger {
  return pino({ name, level: process.env.HELING_LOG_LEVEL ?? 'info', base: { name, pid: process.pid } });
}

/** Nest's logger interface over pino. */
export function nestLogger(logger: Logger) {
  return {
    log: () => undefined,
    debug: () => undefined,
    verbose: () => undefined,
    warn: (message: unknown) => logger.warn(String(message)),
    error: (message: unknown) => logger.error(String(message)),
    fatal: (message: unknown) => logger.fatal(String(message)),
  };
}

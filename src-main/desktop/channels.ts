/** The page asks for a port. */
export const REQUEST_CHANNEL = 'tillbox:request-port';
/** The main process gives one. */
export const PORT_CHANNEL = 'tillbox:port';

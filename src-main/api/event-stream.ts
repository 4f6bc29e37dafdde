/** Passes events on until the source ends or the caller leaves; then the source is told, also while it still waits. */
export async function* untilGone<Event>(
  events: AsyncIterable<Event>,
  signal: AbortSignal,
): AsyncGenerator<Event, void, void> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    while (!signal.aborted) {
      const next = await nextOrGone(iterator, signal);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not awaited: a generator that waits for its next event answers `return` only after it.
    iterator.return?.().catch(() => undefined);
  }
}

function nextOrGone<Event>(
  iterator: AsyncIterator<Event>,
  signal: AbortSignal,
): Promise<IteratorResult<Event, unknown>> {
  return new Promise((resolve, reject) => {
    const leave = () => resolve({ done: true, value: undefined });
    // Removed after each event, or a stream that lasts a day would gather one listener for each.
    signal.addEventListener('abort', leave, { once: true });
    iterator
      .next()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', leave));
  });
}

/** The same events; what the source throws leaves in the form `errorOf` gives it. */
export async function* withErrors<Event>(
  events: AsyncIterable<Event>,
  errorOf: (thrown: unknown) => Error,
): AsyncGenerator<Event, void, void> {
  try {
    yield* events;
  } catch (thrown) {
    throw errorOf(thrown);
  }
}

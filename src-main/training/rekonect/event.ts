import { accepted, type EndpointResult, invalid } from './endpoint-result.ts';
import { asObject, asText, type JsonObject } from './json-object.ts';
import { findMember } from './member-identifiers.ts';
import type { RekonectContext } from './rekonect-context.ts';
import { isDateTime } from './transaction-body.ts';

/** `POST /event` (4.7): no idempotency; a repeat is a second event. */
export function event(context: RekonectContext, body: JsonObject): EndpointResult {
  const given = asObject(body['event']);
  if (given === null) return invalid('body.event', 'An event is required');
  const type = asText(given['type']);
  if (type === null) return invalid('body.event.type', 'A type is required');
  if (!isDateTime(given['dateTime']))
    return invalid('body.event.dateTime', 'A date-time yyyy-MM-ddTHH:mm:ssZ is required');
  let memberId: string | null = null;
  if (body['member'] !== undefined) {
    const found = findMember(context, body);
    if (!found.accepted) return found;
    memberId = found.member.memberId;
  }
  context.events.add(type, asText(given['subType']), memberId, context.nowMs());
  return accepted({});
}

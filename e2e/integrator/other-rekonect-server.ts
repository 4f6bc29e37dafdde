import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Body, isPath, type Path, shapeBreaches } from './contract-shapes.ts';
import { type Answer, type AnswerForm, inForm, PLAIN_FORM, refused } from './other-answer.ts';
import { OtherBooks } from './other-books.ts';
import { type FaultKind, hasEffect, isAnswered, OtherFaults } from './other-faults.ts';
import { OtherMemberCalls } from './other-member-calls.ts';
import { bodyBreaches, type ExpectedHeaders, headerBreaches } from './request-breaches.ts';

const BASE = '/v1';
const SLOW_MS = 400;

/**
 * A Rekonect server of its own, made from the public contract alone and sharing no code with the product. It keeps its
 * own ledger, answers in any of the forms the sources allow, and notes every request that breaks the contract.
 */
export class OtherRekonectServer {
  readonly books: OtherBooks;
  readonly memberCalls: OtherMemberCalls;
  readonly faults = new OtherFaults();
  /** Path, action and outcome of each request; no bodies. */
  readonly journal: string[] = [];
  form: AnswerForm = PLAIN_FORM;
  readonly #expected: ExpectedHeaders;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;

  constructor(expected: ExpectedHeaders, payQuietMs: number) {
    this.#expected = expected;
    this.books = new OtherBooks(Date.now, payQuietMs);
    this.memberCalls = new OtherMemberCalls(this.books);
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#port}${BASE}/`;
  }

  /** Listens; after `stop` on the same port again, with everything it knew. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#serve(request, response);
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((listening) => server.listen(this.#port, '127.0.0.1', listening));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Gone from the network: nobody listens, every line is cut. */
  async stop(): Promise<void> {
    const closed = new Promise((done) => this.#server?.close(done));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#server = null;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      this.journal.push(`${request.url ?? ''} was cut off`);
      return;
    }
    const text = Buffer.concat(chunks).toString('utf8');
    const url = request.url ?? '';
    const path = url.startsWith(`${BASE}/`) ? url.slice(BASE.length) : url;
    const found = [
      ...headerBreaches(request, path, this.#expected),
      ...bodyBreaches(path, text, this.#expected.apiKey, this.books.members.personalWords()),
    ];
    for (const breach of found) this.books.breach(`${path}: ${breach}`);
    const body = parsed(text);
    const action = actionOf(body);
    const fault = this.faults.take(path, action);
    const answer = this.#answer(path, body, request, fault);
    const outcome = fault ?? (answer === null || answer.ok ? 'ok' : answer.code);
    this.journal.push([path.slice(1), action, outcome].filter((part) => part !== null).join(' '));
    await this.#send(response, answer, fault);
  }

  /** Null: nothing happened. */
  #answer(path: string, body: unknown, request: IncomingMessage, fault: FaultKind | null): Answer | null {
    if (request.headers['x-api-key'] !== this.#expected.apiKey) return refused('KEY', 'This key is not known');
    if (!isPath(path)) return refused('500', 'No such path');
    const broken = shapeBreaches(path, body);
    if (broken.length > 0) return refused('1001', 'Validation failed', broken[0] ?? 'body');
    if (path === '/payment') {
      const pay = body as Body<'/payment'>;
      if ('transaction' in pay && fault !== '429') this.books.payments.check(pay);
      if ('transaction' in pay && fault !== '429' && !hasEffect(fault)) this.books.payments.lost(pay);
    }
    return hasEffect(fault) ? this.#call(path, body, request, isAnswered(fault)) : null;
  }

  #call(path: Path, body: unknown, { headers }: IncomingMessage, answered: boolean): Answer {
    const { books, memberCalls, form } = this;
    switch (path) {
      case '/member/details': {
        const assets = headers['x-return-assets'];
        const asked = { assets: assets?.toString(), benefits: headers['x-return-benefits'] === 'true' };
        return memberCalls.details(body as Body<'/member/details'>, asked, form);
      }
      case '/member/register':
        return memberCalls.register(body as Body<'/member/register'>, answered, form);
      case '/member/update':
        return memberCalls.update(body as Body<'/member/update'>);
      case '/member/shortCode':
        return memberCalls.shortCode(body as Body<'/member/shortCode'>);
      case '/event':
        return memberCalls.event(body as Body<'/event'>);
      case '/payment': {
        const payment = body as Body<'/payment'>;
        return 'transaction' in payment ? books.payments.pay(payment, answered) : books.payments.cancel(payment);
      }
      case '/transaction': {
        const sale = body as Body<'/transaction'>;
        return sale.action === 'cancel' ? books.sales.cancel(sale) : books.sales.submit(sale);
      }
    }
  }

  async #send(response: ServerResponse, answer: Answer | null, fault: FaultKind | null): Promise<void> {
    const { socket } = response;
    response.setHeader('date', new Date(this.books.nowMs() + this.form.skewMs).toUTCString());
    if (fault === 'silent-before' || fault === 'silent-after') return;
    if (fault === 'drop-before' || fault === 'drop-after') return void socket?.destroy();
    if (fault === '429') return void response.writeHead(429, { 'retry-after': '1' }).end();
    if (fault === 'garbage-after')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Log in</p>');
    if (fault === '500-before' || fault === '500-after' || answer === null)
      return void json(response, 500, { status: 'error', error: { code: '500', message: 'Server error' } });
    if (fault === 'slow') await wait(SLOW_MS);
    const { status, body } = inForm(answer, this.form);
    json(response, status, body);
    if (fault === 'answered-twice') socket?.write(`HTTP/1.1 ${status} OK\r\ncontent-length: 2\r\n\r\n{}`);
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `pay`, `cancel`, `send` …, wherever the endpoint has it. */
function actionOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const { action, payment } = body as { action?: unknown; payment?: { action?: unknown } };
  const named = action ?? payment?.action;
  return typeof named === 'string' ? named : null;
}

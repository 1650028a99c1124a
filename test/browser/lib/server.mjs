// The real binary, on a free loopback port. It ends with the test.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
let built;

/** The program under test: the one that `make test` built, or a fresh one. */
function binary() {
  if (process.env.ALONGSIDE_TEST_BINARY) return process.env.ALONGSIDE_TEST_BINARY;
  if (!built) {
    const folder = mkdtempSync(path.join(tmpdir(), 'alongside-browser-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    built = path.join(folder, 'alongside');
    execFileSync('go', ['build', '-o', built, './cmd/alongside'], { cwd: root, stdio: 'inherit' });
  }
  return built;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const s = net.createServer();
    s.once('error', reject);
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => resolve(port));
    });
  });
}

/** A server: `address`, `folder` (its data), `said()`, `stop()`, `kill()`, `again()`. */
class Server {
  constructor(command, flags) {
    this.command = command;
    this.flags = flags;
    this.folder = mkdtempSync(path.join(tmpdir(), 'alongside-journey-'));
    this.output = '';
  }

  async start() {
    this.port ??= await freePort();
    this.address = `http://127.0.0.1:${this.port}`;
    const args = [this.command, '--listen', `127.0.0.1:${this.port}`, ...this.flags.map((f) => f.replaceAll('$FOLDER', this.folder))];
    this.process = spawn(binary(), args, { cwd: this.folder, env: { PATH: process.env.PATH, HOME: this.folder, TMPDIR: this.folder, TZ: 'UTC' } });
    this.ended = new Promise((resolve) => this.process.once('exit', (code, signal) => resolve((this.exit = signal ?? code))));
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (b) => (this.output += b));
    for (const until = Date.now() + 30_000; Date.now() < until; ) {
      if (this.exit !== undefined) throw new Error(`the server ended (${this.exit}):\n${this.output}`);
      const ready = await fetch(`${this.address}/up`).then((r) => r.ok, () => false);
      if (ready) return this;
      await new Promise((r) => setTimeout(r, 30));
    }
    await this.kill();
    throw new Error(`the server was not ready in 30 seconds:\n${this.output}`);
  }

  said() {
    return this.output;
  }

  async kill(signal = 'SIGKILL') {
    this.process.kill(signal);
    await this.ended;
  }

  /** Starts the same server again after `kill`, on the same port and data. */
  again() {
    this.exit = undefined;
    return this.start();
  }

  async stop() {
    if (this.exit === undefined) await this.kill('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A board with sample data, as a newcomer meets it. */
export async function demo(t, ...flags) {
  return begin(t, new Server('demo', flags));
}

/** An empty board with SQLite in a folder of its own. */
export async function serve(t, ...flags) {
  return begin(t, new Server('serve', ['--data', '$FOLDER/data', ...flags]));
}

async function begin(t, server) {
  t.after(() => server.stop());
  return server.start();
}

// The baseline of the bench `alarms`, in the same processes as ours: `worker`: a broker that inserts one row for each
// message and answers the device, and gives alarms to the screens over the Redis streams adapter; `api`: the screens' sockets.
import { createServer as createHttp } from 'node:http';
import { createServer } from 'node:net';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Aedes } from 'aedes';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Server } from 'socket.io';

const STREAM = { streamName: 'bare:live', maxLen: 20_000, onlyPlaintext: true };
const POOL_SIZE = 20;
const adapter = createAdapter(new Redis(process.env.REDIS_URL), STREAM);

if (process.argv[2] === 'api') {
  const http = createHttp((_request, response) => response.end());
  const server = new Server(http, { path: '/live', serveClient: false, adapter });
  server.on('connection', (socket) => void socket.join('d:4106'));
  http.listen(0, '127.0.0.1', () =>
    console.log(JSON.stringify({ msg: 'listening', port: http.address().port })),
  );
} else {
  const server = new Server({ adapter });
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_OWNER_URL, max: POOL_SIZE });
  const insert = {
    name: 'insert',
    text: `INSERT INTO bare_messages (topic, said, at) VALUES ($1, $2, now()) RETURNING id`,
  };
  const broker = await Aedes.createBroker({
    authenticate: (_client, _user, _password, done) => done(null, true),
    authorizePublish: (_client, packet, done) => {
      const said = packet.payload.toString('utf8');
      pool.query({ ...insert, values: [packet.topic, said] }).then(({ rows }) => {
        done(null);
        const { type, kind } = JSON.parse(said);
        if (type !== 'raise') return;
        const [, , , device] = packet.topic.split('/');
        server
          .to('d:4106')
          .emit('event', { position: rows[0].id, topic: 'alarm.changed', key: `${device}/${kind}` });
      }, done);
    },
  });
  const tcp = createServer((socket) => broker.handle(socket));
  tcp.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ msg: 'ready', port: tcp.address().port })));
}
process.on('SIGTERM', () => process.exit(0));

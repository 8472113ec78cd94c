// Screens of a bench in a process of their own: sockets that note when they first hear of each alarm; told by IPC.
import { io } from 'socket.io-client';

const now = () => performance.timeOrigin + performance.now();
let sockets = [];
let heard = [];

async function connect({ url, cookies }) {
  for (const socket of sockets) socket.disconnect();
  sockets = cookies.map((cookie, screen) => {
    const socket = io(url, {
      path: '/live',
      transports: ['websocket'],
      extraHeaders: { cookie },
      forceNew: true,
    });
    const known = new Set();
    socket.on('event', ({ topic, key }) => {
      if (topic !== 'alarm.changed' || known.has(key)) return;
      known.add(key);
      heard.push([screen, key, now()]);
    });
    return socket;
  });
  await Promise.all(sockets.map((socket) => new Promise((done) => socket.once('connect', done))));
}

process.on('message', (command) => {
  if (command.do === 'connect') void connect(command).then(() => process.send({ answer: null }));
  else {
    process.send({ answer: heard });
    heard = [];
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ answer: 'ready' });

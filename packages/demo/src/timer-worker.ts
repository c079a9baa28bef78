// A worker of its own: browsers slow down the timers of a hidden page, and a call in a hidden tab must keep its picture and its connection.
const timers = new Map<number, ReturnType<typeof setTimeout>>();

addEventListener("message", ({ data }: MessageEvent<{ readonly id: number; readonly after?: number }>) => {
  clearTimeout(timers.get(data.id));
  timers.delete(data.id);
  if (data.after === undefined) return;
  timers.set(data.id, setTimeout(() => {
    timers.delete(data.id);
    postMessage(data.id);
  }, data.after));
});

import { Listeners } from "@parley/runtime";
import { expect, test } from "vitest";

test("what happens before the first listener is kept for it, in order, up to the bound", () => {
  const listeners = new Listeners<number>(2);
  expect([1, 2, 3].map((value) => listeners.emit(value))).toEqual([true, true, false]);
  const heard: number[] = [];
  listeners.add((value) => heard.push(value));
  listeners.emit(4);
  expect(heard).toEqual([1, 2, 4]);
});

test("what was kept is given once", () => {
  const listeners = new Listeners<number>(2);
  listeners.emit(1);
  listeners.add(() => {});
  const heard: number[] = [];
  listeners.add((value) => heard.push(value));
  expect(heard).toEqual([]);
});

test("a listener added twice is taken away once", () => {
  const listeners = new Listeners<number>();
  const heard: number[] = [];
  const listener = (value: number) => heard.push(value);
  const remove = listeners.add(listener);
  listeners.add(listener);
  remove();
  listeners.emit(1);
  expect(heard).toEqual([1]);
});

test("a listener set by a listener hears the next one", () => {
  const listeners = new Listeners<number>();
  const heard: number[] = [];
  const stop = listeners.add(() => {
    stop();
    listeners.add((value) => heard.push(value));
  });
  listeners.emit(1);
  listeners.emit(2);
  expect(heard).toEqual([2]);
});

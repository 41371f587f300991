import type {
  SchedulerService,
  SchedulerServiceTaskInvocationDefinition,
} from '@backstage/backend-plugin-api';

/** A scheduler whose tasks run when the test triggers them, each once at a time. */
export function mockScheduler(): jest.Mocked<SchedulerService> {
  const tasks = new Map<string, SchedulerServiceTaskInvocationDefinition>();
  const running = new Set<string>();
  return {
    scheduleTask: jest.fn(async task => {
      tasks.set(task.id, task);
    }),
    triggerTask: jest.fn(async id => {
      if (running.has(id)) {
        return;
      }
      running.add(id);
      try {
        await tasks.get(id)!.fn(new AbortController().signal);
      } catch {
        // A scheduler logs what a task throws, and calls it again later.
      } finally {
        running.delete(id);
      }
    }),
    cancelTask: jest.fn(),
    createScheduledTaskRunner: jest.fn(),
    getScheduledTasks: jest.fn(),
  };
}

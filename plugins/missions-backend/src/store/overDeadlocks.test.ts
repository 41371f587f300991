import { overDeadlocks } from './overDeadlocks';

const deadlock = () => Object.assign(new Error('deadlock'), { code: '40P01' });

describe('overDeadlocks', () => {
  it('tries again when it had to give way', async () => {
    const fn = jest
      .fn()
      .mockRejectedValueOnce(deadlock())
      .mockRejectedValueOnce(deadlock())
      .mockResolvedValue('done');
    expect(await overDeadlocks(fn)).toBe('done');
    expect(fn).toHaveBeenCalledTimes(3);
  });

  it('gives up at last', async () => {
    const fn = jest.fn(async () => {
      throw deadlock();
    });
    await expect(overDeadlocks(fn)).rejects.toThrow('deadlock');
    expect(fn).toHaveBeenCalledTimes(20);
  });

  it('leaves every other error alone', async () => {
    const fn = jest.fn(async () => {
      throw new Error('no such column');
    });
    await expect(overDeadlocks(fn)).rejects.toThrow('no such column');
    expect(fn).toHaveBeenCalledTimes(1);
  });
});

import { placeMarks } from './placeMarks';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour));
const mark = (label: string, hour: number) => ({ label, at: at(hour) });
const place = (...marks: { label: string; at: Date; until?: Date }[]) =>
  placeMarks(marks, at(0), at(24));

describe('placeMarks', () => {
  it('gives a mark its part of the time', () => {
    const [placed] = place({ label: 'x', at: at(6), until: at(12) });
    expect(placed).toMatchObject({ left: 0.25, width: 0.25, lane: 0 });
  });

  it('moves a mark whose label would cover another to a lane of its own', () => {
    const lanes = place(mark('Nightly compliance', 2), mark('Report', 3)).map(
      ({ lane }) => lane,
    );
    expect(lanes).toEqual([0, 1]);
  });

  it('keeps what is far apart in one lane', () => {
    const lanes = place(mark('Report', 2), mark('Report', 9)).map(
      ({ lane }) => lane,
    );
    expect(lanes).toEqual([0, 0]);
  });

  it('puts the label of a late mark on its left', () => {
    expect(place(mark('x', 23))[0].label).toBe('left');
    expect(place(mark('x', 1))[0].label).toBe('right');
  });

  it('puts the label of a long mark inside', () => {
    const [placed] = place({ label: 'x', at: at(1), until: at(20) });
    expect(placed.label).toBe('inside');
  });

  it('keeps what is before or after at the ends', () => {
    expect(place(mark('x', -3))[0].left).toBe(0);
    expect(place(mark('x', 30))[0].left).toBe(1);
  });
});

/**
 * What was brought into sight, and how, in each test of a `describe`: jsdom
 * scrolls nothing itself. With a window, it has that height in pixels, and
 * what {@link placeAt} says of places is forgotten after each test.
 */
export function watchScrolling(
  options: { windowHeight?: number } = {},
): jest.Mock<void, [HTMLElement, unknown]> {
  const scrolled = jest.fn<void, [HTMLElement, unknown]>();
  beforeEach(() => {
    if (options.windowHeight !== undefined) {
      window.innerHeight = options.windowHeight;
    }
    Element.prototype.scrollIntoView = function scroll(how) {
      scrolled(this as HTMLElement, how);
    };
  });
  afterEach(() => {
    jest.restoreAllMocks();
    scrolled.mockReset();
    Reflect.deleteProperty(Element.prototype, 'scrollIntoView');
  });
  return scrolled;
}

/** Where the top of everything is in the window, as a browser would say it. */
export function placeAt(top: number): void {
  jest
    .spyOn(HTMLElement.prototype, 'getBoundingClientRect')
    .mockReturnValue({ top } as DOMRect);
}

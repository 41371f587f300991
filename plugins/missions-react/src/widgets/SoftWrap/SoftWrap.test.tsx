import { render } from '@testing-library/react';
import { SoftWrap } from './SoftWrap';

const piecesOf = (text: string) =>
  render(<SoftWrap text={text} />).container.innerHTML.split('<wbr>');

describe('SoftWrap', () => {
  it('breaks a qualified name at its colons', () => {
    expect(piecesOf('system:serviceaccount:ops:portal')).toEqual([
      'system:',
      'serviceaccount:',
      'ops:',
      'portal',
    ]);
  });

  it('breaks a path after its slashes', () => {
    expect(piecesOf('GET /api/v1/pods')).toEqual([
      'GET /',
      'api/',
      'v1/',
      'pods',
    ]);
  });

  it('leaves the text as it is for whoever copies it', () => {
    const { container } = render(<SoftWrap text="a:b/c" />);
    expect(container).toHaveTextContent(/^a:b\/c$/);
  });
});

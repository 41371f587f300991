import { renderToStaticMarkup } from 'react-dom/server';
import { people } from './people';
import { SignInPage } from './SignInPage';

describe('SignInPage', () => {
  it('lets a visitor choose a person, and says nothing of clusters that it cannot know', () => {
    const page = renderToStaticMarkup(
      <SignInPage onSignInSuccess={() => {}} />,
    );
    for (const { id } of people) {
      expect(page).toContain(`Enter as ${id}`);
    }
    expect(page).toContain('sign-in without a password');
    expect(page).not.toMatch(/simulated/i);
  });
});

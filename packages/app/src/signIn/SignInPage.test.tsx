import { render, screen } from '@testing-library/react';
import { people } from './people';
import { SignInPage } from './SignInPage';

describe('SignInPage', () => {
  it('lets a visitor choose a person, and says nothing of clusters that it cannot know', () => {
    const { container } = render(<SignInPage onSignInSuccess={() => {}} />);
    expect(screen.getAllByRole('button')).toHaveLength(people.length);
    expect(container).toHaveTextContent('sign-in without a password');
    expect(container).not.toHaveTextContent(/simulated/i);
  });
});

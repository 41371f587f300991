import { useState } from 'react';
import { ProxiedSignInPage } from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import {
  Button,
  Card,
  CardBody,
  CardHeader,
  Container,
  Text,
} from '@backstage/ui';
import { people, type PersonId } from './people';
import styles from './SignInPage.module.css';

/** Survives a reload of this tab, not the tab itself. */
const STORAGE_KEY = 'mission-control.demo.person';

function rememberedPerson(): PersonId | undefined {
  const id = sessionStorage.getItem(STORAGE_KEY);
  return people.find(person => person.id === id)?.id;
}

/** Lets a visitor of the demo choose who to be. */
export function SignInPage(props: SignInPageProps) {
  const [person, setPerson] = useState(rememberedPerson);

  if (person) {
    return (
      <ProxiedSignInPage
        provider="missions-demo"
        headers={{ 'x-missions-demo-identity': person }}
        onSignInSuccess={identity => {
          const signOut = identity.signOut.bind(identity);
          identity.signOut = async () => {
            sessionStorage.removeItem(STORAGE_KEY);
            await signOut();
          };
          props.onSignInSuccess(identity);
        }}
      />
    );
  }

  return (
    <Container className={styles.page}>
      <main>
        <Text as="h1" variant="title-large">
          Mission Control
        </Text>
        <Text as="p" variant="body-large" color="secondary">
          A sign-in without a password, for a demo. Who do you want to be?
        </Text>
        <ul className={styles.people}>
          {people.map(({ id, name, may }) => (
            <li key={id}>
              <Card className={styles.person}>
                <CardHeader>
                  <Text as="h2" variant="title-x-small">
                    {name}
                  </Text>
                </CardHeader>
                <CardBody>
                  <Text as="p" color="secondary">
                    {may}
                  </Text>
                  <Button
                    variant={id === 'operator' ? 'primary' : 'secondary'}
                    onPress={() => {
                      sessionStorage.setItem(STORAGE_KEY, id);
                      setPerson(id);
                    }}
                  >
                    {`Enter as ${id}`}
                  </Button>
                </CardBody>
              </Card>
            </li>
          ))}
        </ul>
      </main>
    </Container>
  );
}

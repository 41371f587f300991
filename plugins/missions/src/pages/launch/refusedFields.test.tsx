import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aCluster,
  aMission,
} from '@mission-control/plugin-missions-react/testUtils';
import { openLaunch } from '../../__testUtils__/openLaunch';

const mission = aMission({
  spec: {
    type: 'install',
    parameters: {
      required: ['namespace'],
      properties: {
        namespace: { type: 'string', title: 'Namespace' },
        image: { type: 'string', title: 'Image', 'ui:advanced': true },
        values: { type: 'object', title: 'Values', 'ui:advanced': true },
      },
    },
    targets: { min: 1, max: 5 },
  },
});
const withPattern = aMission({
  spec: {
    type: 'install',
    targets: { min: 1, max: 5 },
    parameters: {
      required: ['namespace', 'size'],
      properties: {
        namespace: {
          type: 'string',
          title: 'Namespace',
          pattern: '^[a-z]+$',
        },
        size: { type: 'string', title: 'Size' },
      },
    },
  },
});
const { parameters: patterned } = withPattern.spec;
const openWithPattern = (asked = withPattern) => {
  const checkFitness = jest.fn<
    ReturnType<MissionsApi['checkFitness']>,
    Parameters<MissionsApi['checkFitness']>
  >(async ({ parameters }) => {
    if (parameters?.namespace === 'web') {
      return [];
    }
    throw new MissionsApiError('refused', {
      status: 400,
      code: 'PARAMETER_INVALID',
      details: {
        problems: [
          {
            path: 'namespace',
            message: 'Parameter "namespace" must match ^[a-z]+$',
            fault: { keyword: 'pattern', pattern: '^[a-z]+$' },
          },
        ],
      },
    });
  });
  const page = openLaunch({
    api: {
      getMission: async () => asked,
      listClusters: async () => [aCluster({ name: 'dev' })],
      checkFitness,
    },
  });
  return { ...page, checkFitness };
};
const refusing = (...names: string[]) =>
  jest.fn(async () => {
    throw new MissionsApiError('refused', {
      status: 400,
      code: 'PARAMETER_INVALID',
      details: {
        problems: names.map(path => ({ path, message: `${path} is wrong` })),
      },
    });
  });
const open = (
  parameters: object,
  createRun: MissionsApi['createRun'],
  checkFitness: MissionsApi['checkFitness'] = async () => [],
) =>
  openLaunch({
    query: `?target=dev&parameters=${encodeURIComponent(
      JSON.stringify(parameters),
    )}`,
    api: {
      getMission: async () => mission,
      listClusters: async () => [aCluster({ name: 'dev' })],
      createRun,
      checkFitness,
    },
  });
const field = (name: RegExp) => screen.findByRole('textbox', { name });
const show = async () =>
  userEvent.click(
    await screen.findByRole('button', { name: /^Show what will change/ }),
  );

describe('LaunchPage, when parameters are refused', () => {
  it('keeps what is said of a field until that field changes', async () => {
    open({ namespace: 'web', image: 'x' }, refusing('namespace', 'image'));
    await show();
    expect(await screen.findByText('namespace is wrong')).toBeInTheDocument();
    await userEvent.type(await field(/Namespace/), '2');
    expect(screen.queryByText('namespace is wrong')).not.toBeInTheDocument();
    expect(screen.getByText('image is wrong')).toBeInTheDocument();
  });

  it('leads to the first field that is wrong, and to it alone', async () => {
    open({ namespace: 'web', image: 'x' }, refusing('image', 'namespace'));
    await show();
    const namespace = await field(/Namespace/);
    await waitFor(() => expect(namespace).toHaveFocus());
    await userEvent.type(namespace, '-eu');
    expect(namespace).toHaveFocus();
    expect(namespace).toHaveValue('web-eu');
  });

  it('opens what is folded, and leads there', async () => {
    const { container } = open(
      { namespace: 'web', image: 'x' },
      refusing('image'),
    );
    const advanced = await screen.findByRole('button', { name: /^Advanced/ });
    expect(advanced).toHaveAttribute('aria-expanded', 'false');
    await show();
    await waitFor(() =>
      expect(screen.getByRole('textbox', { name: 'Image' })).toHaveFocus(),
    );
    expect(advanced).toHaveAttribute('aria-expanded', 'true');
    expect(advanced).toHaveAccessibleName(/, 1 to correct$/);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says at the field what the clusters are not asked for, and moves nobody', async () => {
    open({ namespace: 'Web' }, refusing(), refusing('namespace'));
    expect(
      await screen.findByText(
        'The clusters are asked once the parameters are right.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('namespace is wrong')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(document.body).toHaveFocus();
  });

  it('does not say of an untouched field that it is wrong', async () => {
    const checkFitness = refusing('namespace');
    open({}, refusing(), checkFitness);
    expect(
      await screen.findByText(
        'The clusters are asked once the parameters are right.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Check again' })).toBeDisabled();
    await new Promise(resolve => setTimeout(resolve, 700));
    expect(checkFitness).not.toHaveBeenCalled();
    expect(screen.queryByText('namespace is wrong')).not.toBeInTheDocument();
    expect(await field(/Namespace/)).not.toHaveAttribute('aria-invalid');
  });

  it('asks about what only the backend can check, with no cluster chosen', async () => {
    const { container, checkFitness } = openWithPattern();
    const namespace = await field(/Namespace/);
    await userEvent.type(namespace, 'Web');
    expect(
      await screen.findByText('It has to match ^[a-z]+$.'),
    ).toBeInTheDocument();
    expect(namespace).toBeInvalid();
    expect(
      screen.getByText('Fill in: Size · Correct: Namespace'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.type(await field(/Size/), 's');
    // Nobody was asked about both yet, and what was said is still so.
    expect(namespace).toBeInvalid();
    expect(screen.getByText('Correct: Namespace')).toBeInTheDocument();
    await userEvent.clear(namespace);
    expect(screen.getByText('Fill in: Namespace')).toBeInTheDocument();
    await userEvent.type(namespace, 'web');
    expect(
      await screen.findByText('Choose at least one cluster.'),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(checkFitness).toHaveBeenLastCalledWith({
        missionRef: mission.ref,
        parameters: { namespace: 'web', size: 's' },
        targets: [],
      }),
    );
    expect(namespace).not.toBeInvalid();
  });

  it.each([
    ['sequence', 1],
    ['install', 0],
  ] as const)(
    'asks about it where a mission of type %s takes no cluster of its own',
    async (type, clustersToAsk) => {
      openWithPattern(
        aMission({ type, spec: { type, parameters: patterned } }),
      );
      await userEvent.type(await field(/Namespace/), 'Web');
      expect(
        await screen.findByText('Fill in: Size · Correct: Namespace'),
      ).toBeInTheDocument();
      expect(screen.queryAllByText(/^The clusters are asked/)).toHaveLength(
        clustersToAsk,
      );
    },
  );

  it('names what cannot be sent, asks nobody, and leads there', async () => {
    const createRun = refusing();
    open({ values: '{"a":}' }, createRun);
    expect(
      await screen.findByText('Fill in: Namespace · Correct: Values'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Go to Namespace' }),
    );
    expect(await field(/Namespace/)).toHaveFocus();
    await userEvent.keyboard('web');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Go to Values' }),
    );
    const values = screen.getByRole('textbox', { name: 'Values' });
    await waitFor(() => expect(values).toHaveFocus());
    expect(
      screen.getByRole('button', { name: /^Show what will change/ }),
    ).toBeDisabled();
    await userEvent.clear(values);
    await show();
    expect(createRun).toHaveBeenCalledWith(
      expect.objectContaining({ parameters: { namespace: 'web' } }),
      expect.any(String),
    );
  });
});

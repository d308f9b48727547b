import type { ContainerSpec } from '@weir/mesh';

/**
 * What the API server fills in. The demo cluster's objects carry it from the start, so that a later write through the API changes nothing
 * but what its author meant: a template that came back with new fields would roll its pods out.
 */
export interface CompletedContainer extends ContainerSpec {
  readonly imagePullPolicy: string;
  readonly resources: object;
  readonly terminationMessagePath: string;
  readonly terminationMessagePolicy: string;
}

/** The container as the API server stores it. Its image has a tag. */
export const completedContainer = (container: ContainerSpec): CompletedContainer => ({
  ...container,
  imagePullPolicy: 'IfNotPresent',
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
});

/** A pod's settings that nobody wrote. */
export const POD_DEFAULTS = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
} as const;

/** A Deployment's settings that nobody wrote. */
export const DEPLOYMENT_DEFAULTS = {
  revisionHistoryLimit: 10,
  progressDeadlineSeconds: 600,
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
} as const;

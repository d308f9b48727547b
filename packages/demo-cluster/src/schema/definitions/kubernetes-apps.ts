/** The kinds of apps and batch. Grammar: parse-definitions.ts. */
export const KUBERNETES_APPS = `
RollingUpdateDeployment: maxSurge:intstr maxUnavailable:intstr
DeploymentStrategy: rollingUpdate:RollingUpdateDeployment type:string
PodTemplateSpec: metadata:ObjectMeta spec:PodSpec
DeploymentSpec: minReadySeconds:int32 paused:bool progressDeadlineSeconds:int32 replicas:int32
  revisionHistoryLimit:int32 selector!:LabelSelector strategy:DeploymentStrategy~retain template!:PodTemplateSpec
DeploymentCondition: lastTransitionTime:time lastUpdateTime:time message:string reason:string status!:string
  type!:string
DeploymentStatus: availableReplicas:int32 collisionCount:int32 conditions:[DeploymentCondition#type~type]
  observedGeneration:int64 readyReplicas:int32 replicas:int32 terminatingReplicas:int32 unavailableReplicas:int32
  updatedReplicas:int32
Deployment: spec:DeploymentSpec status:DeploymentStatus
ReplicaSetSpec: minReadySeconds:int32 replicas:int32 selector!:LabelSelector template:PodTemplateSpec
ReplicaSetCondition: lastTransitionTime:time message:string reason:string status!:string type!:string
ReplicaSetStatus: availableReplicas:int32 conditions:[ReplicaSetCondition#type~type] fullyLabeledReplicas:int32
  observedGeneration:int64 readyReplicas:int32 replicas!:int32 terminatingReplicas:int32
ReplicaSet: spec:ReplicaSetSpec status:ReplicaSetStatus
StatefulSetOrdinals: start:int32
StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted:string whenScaled:string
RollingUpdateStatefulSetStrategy: maxUnavailable:intstr partition:int32
StatefulSetUpdateStrategy: rollingUpdate:RollingUpdateStatefulSetStrategy type:string
PersistentVolumeClaimCondition: lastProbeTime:time lastTransitionTime:time message:string reason:string status!:string
  type!:string
ModifyVolumeStatus: status!:string targetVolumeAttributesClassName:string
PersistentVolumeClaimStatus: accessModes:[string] allocatedResourceStatuses:{string} allocatedResources:{quantity}
  capacity:{quantity} conditions:[PersistentVolumeClaimCondition#type~type] currentVolumeAttributesClassName:string
  modifyVolumeStatus:ModifyVolumeStatus phase:string
PersistentVolumeClaim: apiVersion:string kind:string metadata:ObjectMeta spec:PersistentVolumeClaimSpec
  status:PersistentVolumeClaimStatus
StatefulSetSpec: minReadySeconds:int32 ordinals:StatefulSetOrdinals
  persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy podManagementPolicy:string
  replicas:int32 revisionHistoryLimit:int32 selector!:LabelSelector serviceName:string template!:PodTemplateSpec
  updateStrategy:StatefulSetUpdateStrategy volumeClaimTemplates:[PersistentVolumeClaim]
StatefulSetCondition: lastTransitionTime:time message:string reason:string status!:string type!:string
StatefulSetStatus: availableReplicas:int32 collisionCount:int32 conditions:[StatefulSetCondition#type~type]
  currentReplicas:int32 currentRevision:string observedGeneration:int64 readyReplicas:int32 replicas!:int32
  updateRevision:string updatedReplicas:int32
StatefulSet: spec:StatefulSetSpec status:StatefulSetStatus
RollingUpdateDaemonSet: maxSurge:intstr maxUnavailable:intstr
DaemonSetUpdateStrategy: rollingUpdate:RollingUpdateDaemonSet type:string
DaemonSetSpec: minReadySeconds:int32 revisionHistoryLimit:int32 selector!:LabelSelector template!:PodTemplateSpec
  updateStrategy:DaemonSetUpdateStrategy
DaemonSetCondition: lastTransitionTime:time message:string reason:string status!:string type!:string
DaemonSetStatus: collisionCount:int32 conditions:[DaemonSetCondition#type~type] currentNumberScheduled!:int32
  desiredNumberScheduled!:int32 numberAvailable:int32 numberMisscheduled!:int32 numberReady!:int32
  numberUnavailable:int32 observedGeneration:int64 updatedNumberScheduled:int32
DaemonSet: spec:DaemonSetSpec status:DaemonSetStatus
ControllerRevision: data:any revision!:int64
PodFailurePolicyOnExitCodesRequirement: containerName:string operator!:string values!:[int32#set]
PodFailurePolicyOnPodConditionsPattern: status!:string type!:string
PodFailurePolicyRule: action!:string onExitCodes:PodFailurePolicyOnExitCodesRequirement
  onPodConditions:[PodFailurePolicyOnPodConditionsPattern]
PodFailurePolicy: rules!:[PodFailurePolicyRule]
SuccessPolicyRule: succeededCount:int32 succeededIndexes:string
SuccessPolicy: rules!:[SuccessPolicyRule]
JobSpec: activeDeadlineSeconds:int64 backoffLimit:int32 backoffLimitPerIndex:int32 completionMode:string
  completions:int32 managedBy:string manualSelector:bool maxFailedIndexes:int32 parallelism:int32
  podFailurePolicy:PodFailurePolicy podReplacementPolicy:string selector:LabelSelector successPolicy:SuccessPolicy
  suspend:bool template!:PodTemplateSpec ttlSecondsAfterFinished:int32
JobCondition: lastProbeTime:time lastTransitionTime:time message:string reason:string status!:string type!:string
UncountedTerminatedPods: failed:[string#set] succeeded:[string#set]
JobStatus: active:int32 completedIndexes:string completionTime:time conditions:[JobCondition~type] failed:int32
  failedIndexes:string ready:int32 startTime:time succeeded:int32 terminating:int32
  uncountedTerminatedPods:UncountedTerminatedPods
Job: spec:JobSpec status:JobStatus
JobTemplateSpec: metadata:ObjectMeta spec:JobSpec
CronJobSpec: concurrencyPolicy:string failedJobsHistoryLimit:int32 jobTemplate!:JobTemplateSpec schedule!:string
  startingDeadlineSeconds:int64 successfulJobsHistoryLimit:int32 suspend:bool timeZone:string
CronJobStatus: active:[ObjectReference] lastScheduleTime:time lastSuccessfulTime:time
CronJob: spec:CronJobSpec status:CronJobStatus
`;

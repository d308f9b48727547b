/** Pod. Grammar: parse-definitions.ts. */
export const KUBERNETES_POD = `
NodeSelectorRequirement: key!:string operator!:string values:[string]
NodeSelectorTerm: @atomic matchExpressions:[NodeSelectorRequirement] matchFields:[NodeSelectorRequirement]
PreferredSchedulingTerm: preference!:NodeSelectorTerm weight!:int32
NodeSelector: @atomic nodeSelectorTerms!:[NodeSelectorTerm]
NodeAffinity: preferredDuringSchedulingIgnoredDuringExecution:[PreferredSchedulingTerm]
  requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
LabelSelectorRequirement: key!:string operator!:string values:[string]
LabelSelector: @atomic matchExpressions:[LabelSelectorRequirement] matchLabels:{string}
PodAffinityTerm: labelSelector:LabelSelector matchLabelKeys:[string] mismatchLabelKeys:[string]
  namespaceSelector:LabelSelector namespaces:[string] topologyKey!:string
WeightedPodAffinityTerm: podAffinityTerm!:PodAffinityTerm weight!:int32
PodAffinity: preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]
  requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm]
PodAntiAffinity: preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]
  requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm]
Affinity: nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
ConfigMapKeySelector: @atomic key!:string name:string optional:bool
ObjectFieldSelector: @atomic apiVersion:string fieldPath!:string
FileKeySelector: @atomic key!:string optional:bool path!:string volumeName!:string
ResourceFieldSelector: @atomic containerName:string divisor:quantity resource!:string
SecretKeySelector: @atomic key!:string name:string optional:bool
EnvVarSource: configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector fileKeyRef:FileKeySelector
  resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector
EnvVar: name!:string value:string valueFrom:EnvVarSource
ConfigMapEnvSource: name:string optional:bool
SecretEnvSource: name:string optional:bool
EnvFromSource: configMapRef:ConfigMapEnvSource prefix:string secretRef:SecretEnvSource
ExecAction: command:[string]
HTTPHeader: name!:string value!:string
HTTPGetAction: host:string httpHeaders:[HTTPHeader] path:string port!:intstr scheme:string
SleepAction: seconds!:int64
TCPSocketAction: host:string port!:intstr
LifecycleHandler: exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction
Lifecycle: postStart:LifecycleHandler preStop:LifecycleHandler stopSignal:string
GRPCAction: port!:int32 service:string
Probe: exec:ExecAction failureThreshold:int32 grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds:int32
  periodSeconds:int32 successThreshold:int32 tcpSocket:TCPSocketAction terminationGracePeriodSeconds:int64
  timeoutSeconds:int32
ContainerPort: containerPort!:int32 hostIP:string hostPort:int32 name:string protocol:string="TCP"
ContainerResizePolicy: resourceName!:string restartPolicy!:string
ResourceClaim: name!:string request:string
ResourceRequirements: claims:[ResourceClaim#name] limits:{quantity} requests:{quantity}
ContainerRestartRuleOnExitCodes: operator!:string values:[int32#set]
ContainerRestartRule: action!:string exitCodes:ContainerRestartRuleOnExitCodes
AppArmorProfile: localhostProfile:string type!:string
Capabilities: add:[string] drop:[string]
SELinuxOptions: level:string role:string type:string user:string
SeccompProfile: localhostProfile:string type!:string
WindowsSecurityContextOptions: gmsaCredentialSpec:string gmsaCredentialSpecName:string hostProcess:bool
  runAsUserName:string
SecurityContext: allowPrivilegeEscalation:bool appArmorProfile:AppArmorProfile capabilities:Capabilities
  privileged:bool procMount:string readOnlyRootFilesystem:bool runAsGroup:int64 runAsNonRoot:bool runAsUser:int64
  seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions
VolumeDevice: devicePath!:string name!:string
VolumeMount: mountPath!:string mountPropagation:string name!:string readOnly:bool recursiveReadOnly:string
  subPath:string subPathExpr:string
Container: args:[string] command:[string] env:[EnvVar#name~name] envFrom:[EnvFromSource] image:string
  imagePullPolicy:string lifecycle:Lifecycle livenessProbe:Probe name!:string
  ports:[ContainerPort#containerPort,protocol~containerPort] readinessProbe:Probe resizePolicy:[ContainerResizePolicy]
  resources:ResourceRequirements restartPolicy:string restartPolicyRules:[ContainerRestartRule]
  securityContext:SecurityContext startupProbe:Probe stdin:bool stdinOnce:bool terminationMessagePath:string
  terminationMessagePolicy:string tty:bool volumeDevices:[VolumeDevice#devicePath~devicePath]
  volumeMounts:[VolumeMount#mountPath~mountPath] workingDir:string
PodDNSConfigOption: name:string value:string
PodDNSConfig: nameservers:[string] options:[PodDNSConfigOption] searches:[string]
EphemeralContainer: args:[string] command:[string] env:[EnvVar#name~name] envFrom:[EnvFromSource] image:string
  imagePullPolicy:string lifecycle:Lifecycle livenessProbe:Probe name!:string
  ports:[ContainerPort#containerPort,protocol~containerPort] readinessProbe:Probe resizePolicy:[ContainerResizePolicy]
  resources:ResourceRequirements restartPolicy:string restartPolicyRules:[ContainerRestartRule]
  securityContext:SecurityContext startupProbe:Probe stdin:bool stdinOnce:bool targetContainerName:string
  terminationMessagePath:string terminationMessagePolicy:string tty:bool
  volumeDevices:[VolumeDevice#devicePath~devicePath] volumeMounts:[VolumeMount#mountPath~mountPath] workingDir:string
HostAlias: hostnames:[string] ip!:string
LocalObjectReference: @atomic name:string
PodOS: name!:string
PodReadinessGate: conditionType!:string
PodResourceClaim: name!:string resourceClaimName:string resourceClaimTemplateName:string
PodSchedulingGate: name!:string
Sysctl: name!:string value!:string
PodSecurityContext: appArmorProfile:AppArmorProfile fsGroup:int64 fsGroupChangePolicy:string runAsGroup:int64
  runAsNonRoot:bool runAsUser:int64 seLinuxChangePolicy:string seLinuxOptions:SELinuxOptions
  seccompProfile:SeccompProfile supplementalGroups:[int64] supplementalGroupsPolicy:string sysctls:[Sysctl]
  windowsOptions:WindowsSecurityContextOptions
Toleration: effect:string key:string operator:string tolerationSeconds:int64 value:string
TopologySpreadConstraint: labelSelector:LabelSelector matchLabelKeys:[string] maxSkew!:int32 minDomains:int32
  nodeAffinityPolicy:string nodeTaintsPolicy:string topologyKey!:string whenUnsatisfiable!:string
PodSpec: activeDeadlineSeconds:int64 affinity:Affinity automountServiceAccountToken:bool
  containers!:[Container#name~name] dnsConfig:PodDNSConfig dnsPolicy:string enableServiceLinks:bool
  ephemeralContainers:[EphemeralContainer#name~name] hostAliases:[HostAlias#ip~ip] hostIPC:bool hostNetwork:bool
  hostPID:bool hostUsers:bool hostname:string hostnameOverride:string
  imagePullSecrets:[LocalObjectReference#name~name] initContainers:[Container#name~name] nodeName:string
  nodeSelector:{string#atomic} os:PodOS overhead:{quantity} preemptionPolicy:string priority:int32 priorityClassName:string
  readinessGates:[PodReadinessGate] resourceClaims:[PodResourceClaim#name~name] resources:ResourceRequirements
  restartPolicy:string runtimeClassName:string schedulerName:string schedulingGates:[PodSchedulingGate#name~name]
  securityContext:PodSecurityContext serviceAccount:string serviceAccountName:string setHostnameAsFQDN:bool
  shareProcessNamespace:bool subdomain:string terminationGracePeriodSeconds:int64 tolerations:[Toleration]
  topologySpreadConstraints:[TopologySpreadConstraint#topologyKey,whenUnsatisfiable~topologyKey]
  volumes:[Volume#name~name]
PodCondition: lastProbeTime:time lastTransitionTime:time message:string observedGeneration:int64 reason:string
  status!:string type!:string
ResourceHealth: health:string resourceID!:string
ResourceStatus: name!:string resources:[ResourceHealth#resourceID]
ContainerStateRunning: startedAt:time
ContainerStateTerminated: containerID:string exitCode!:int32 finishedAt:time message:string reason:string signal:int32
  startedAt:time
ContainerStateWaiting: message:string reason:string
ContainerState: running:ContainerStateRunning terminated:ContainerStateTerminated waiting:ContainerStateWaiting
LinuxContainerUser: gid!:int64 supplementalGroups:[int64] uid!:int64
ContainerUser: linux:LinuxContainerUser
VolumeMountStatus: mountPath!:string name!:string readOnly:bool recursiveReadOnly:string
ContainerStatus: allocatedResources:{quantity} allocatedResourcesStatus:[ResourceStatus#name~name] containerID:string
  image!:string imageID!:string lastState:ContainerState name!:string ready!:bool resources:ResourceRequirements
  restartCount!:int32 started:bool state:ContainerState stopSignal:string user:ContainerUser
  volumeMounts:[VolumeMountStatus#mountPath~mountPath]
ContainerExtendedResourceRequest: containerName!:string requestName!:string resourceName!:string
PodExtendedResourceClaimStatus: requestMappings!:[ContainerExtendedResourceRequest] resourceClaimName!:string
HostIP: ip!:string
PodIP: ip!:string
PodResourceClaimStatus: name!:string resourceClaimName:string
PodStatus: conditions:[PodCondition#type~type] containerStatuses:[ContainerStatus]
  ephemeralContainerStatuses:[ContainerStatus] extendedResourceClaimStatus:PodExtendedResourceClaimStatus
  hostIP:string hostIPs:[HostIP~ip] initContainerStatuses:[ContainerStatus] message:string nominatedNodeName:string
  observedGeneration:int64 phase:string podIP:string podIPs:[PodIP#ip~ip] qosClass:string reason:string resize:string
  resourceClaimStatuses:[PodResourceClaimStatus#name~name] startTime:time
Pod: spec:PodSpec status:PodStatus
`;

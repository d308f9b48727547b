/** The other kinds of the core group, and EndpointSlice. Grammar: parse-definitions.ts. */
export const KUBERNETES_CORE = `
ServicePort: appProtocol:string name:string nodePort:int32 port!:int32 protocol:string="TCP" targetPort:intstr
ClientIPConfig: timeoutSeconds:int32
SessionAffinityConfig: clientIP:ClientIPConfig
ServiceSpec: allocateLoadBalancerNodePorts:bool clusterIP:string clusterIPs:[string] externalIPs:[string]
  externalName:string externalTrafficPolicy:string healthCheckNodePort:int32 internalTrafficPolicy:string
  ipFamilies:[string] ipFamilyPolicy:string loadBalancerClass:string loadBalancerIP:string
  loadBalancerSourceRanges:[string] ports:[ServicePort#port,protocol~port] publishNotReadyAddresses:bool
  selector:{string#atomic} sessionAffinity:string sessionAffinityConfig:SessionAffinityConfig trafficDistribution:string
  type:string
Condition: lastTransitionTime!:time message!:string observedGeneration:int64 reason!:string status!:string
  type!:string
PortStatus: error:string port!:int32 protocol!:string
LoadBalancerIngress: hostname:string ip:string ipMode:string ports:[PortStatus]
LoadBalancerStatus: ingress:[LoadBalancerIngress]
ServiceStatus: conditions:[Condition#type~type] loadBalancer:LoadBalancerStatus
Service: spec:ServiceSpec status:ServiceStatus
ObjectReference: @atomic apiVersion:string fieldPath:string kind:string name:string namespace:string
  resourceVersion:string uid:string
EndpointAddress: @atomic hostname:string ip!:string nodeName:string targetRef:ObjectReference
CoreEndpointPort: @atomic appProtocol:string name:string port!:int32 protocol:string
EndpointSubset: addresses:[EndpointAddress] notReadyAddresses:[EndpointAddress] ports:[CoreEndpointPort]
Endpoints: subsets:[EndpointSubset]
ConfigMap: binaryData:{string} data:{string} immutable:bool
EventSeries: count:int32 lastObservedTime:time
EventSource: component:string host:string
Event: action:string count:int32 eventTime:time firstTimestamp:time involvedObject!:ObjectReference lastTimestamp:time
  message:string reason:string related:ObjectReference reportingComponent:string reportingInstance:string
  series:EventSeries source:EventSource type:string
ConfigMapNodeConfigSource: kubeletConfigKey!:string name!:string namespace!:string resourceVersion:string uid:string
NodeConfigSource: configMap:ConfigMapNodeConfigSource
Taint: effect!:string key!:string timeAdded:time value:string
NodeSpec: configSource:NodeConfigSource externalID:string podCIDR:string podCIDRs:[string#set~] providerID:string
  taints:[Taint] unschedulable:bool
NodeAddress: address!:string type!:string
NodeCondition: lastHeartbeatTime:time lastTransitionTime:time message:string reason:string status!:string type!:string
NodeConfigStatus: active:NodeConfigSource assigned:NodeConfigSource error:string lastKnownGood:NodeConfigSource
DaemonEndpoint: Port!:int32
NodeDaemonEndpoints: kubeletEndpoint:DaemonEndpoint
NodeFeatures: supplementalGroupsPolicy:bool
ContainerImage: names:[string] sizeBytes:int64
NodeSwapStatus: capacity:int64
NodeSystemInfo: architecture!:string bootID!:string containerRuntimeVersion!:string kernelVersion!:string
  kubeProxyVersion!:string kubeletVersion!:string machineID!:string operatingSystem!:string osImage!:string
  swap:NodeSwapStatus systemUUID!:string
NodeRuntimeHandlerFeatures: recursiveReadOnlyMounts:bool userNamespaces:bool
NodeRuntimeHandler: features:NodeRuntimeHandlerFeatures name:string
AttachedVolume: devicePath!:string name!:string
NodeStatus: addresses:[NodeAddress#type~type] allocatable:{quantity} capacity:{quantity}
  conditions:[NodeCondition#type~type] config:NodeConfigStatus daemonEndpoints:NodeDaemonEndpoints
  features:NodeFeatures images:[ContainerImage] nodeInfo:NodeSystemInfo phase:string
  runtimeHandlers:[NodeRuntimeHandler] volumesAttached:[AttachedVolume] volumesInUse:[string]
Node: spec:NodeSpec status:NodeStatus
ServiceAccount: automountServiceAccountToken:bool imagePullSecrets:[LocalObjectReference]
  secrets:[ObjectReference#name~name]
EndpointConditions: ready:bool serving:bool terminating:bool
ForNode: name!:string
ForZone: name!:string
EndpointHints: forNodes:[ForNode] forZones:[ForZone]
Endpoint: addresses!:[string#set] conditions:EndpointConditions deprecatedTopology:{string} hints:EndpointHints
  hostname:string nodeName:string targetRef:ObjectReference zone:string
EndpointPort: @atomic appProtocol:string name:string port:int32 protocol:string
EndpointSlice: addressType!:string endpoints!:[Endpoint] ports:[EndpointPort]
`;

/** DestinationRule, and what the other Istio kinds share with it. Grammar: parse-definitions.ts. */
export const ISTIO_DESTINATION_RULE = `
Uint32 = int 0..4294967295
TableSize = int 0..
Aggression = number 0..
Percent = number 0..100
MinClusterSize = int 1..
HttpErrorCode = int 100..599
PolicyLabel = string len..63
Http2KeepAlive: interval:duration timeout:duration
HttpSettings: h2UpgradePolicy:enum(DEFAULT|DO_NOT_UPGRADE|UPGRADE) http1MaxPendingRequests:int32
  http2KeepAlive:Http2KeepAlive http2MaxRequests:int32 idleTimeout:duration maxConcurrentStreams:int32
  maxRequestsPerConnection:int32 maxRetries:int32 useClientProtocol:bool
TcpKeepalive: interval:duration probes:Uint32 time:duration
TcpSettings: connectTimeout:duration idleTimeout:string maxConnectionDuration:duration maxConnections:int32
  tcpKeepalive:TcpKeepalive
ConnectionPool: http:HttpSettings tcp:TcpSettings
CookieAttribute: name!:string value:string
HttpCookie: attributes:[CookieAttribute] name!:string path:string ttl:string
Maglev: tableSize:TableSize
RingHash: minimumRingSize:TableSize
ConsistentHash: @one(httpHeaderName,httpCookie,useSourceIp,httpQueryParameterName) @one(ringHash,maglev)
  httpCookie:HttpCookie httpHeaderName:string httpQueryParameterName:string maglev:Maglev minimumRingSize:TableSize
  ringHash:RingHash useSourceIp:bool
Distribute: from:string to:{Uint32}
Failover: from:string to:string
LocalityLbSetting: distribute:[Distribute] enabled:bool? failover:[Failover] failoverPriority:[string]
Warmup: aggression:Aggression? duration!:duration minimumPercent:Percent?
ZoneAwareLbSetting: enabled:bool? failover:[Failover] failoverPriority:[string] minClusterSize:MinClusterSize?
LoadBalancer: @one(simple,consistentHash) consistentHash:ConsistentHash localityLbSetting:LocalityLbSetting
  simple:enum(UNSPECIFIED|LEAST_CONN|RANDOM|PASSTHROUGH|ROUND_ROBIN|LEAST_REQUEST) warmup:Warmup
  warmupDurationSecs:duration zoneAwareLbSetting:ZoneAwareLbSetting
OutlierDetection: baseEjectionTime:duration consecutive5xxErrors:Uint32? consecutiveErrors:int32
  consecutiveGatewayErrors:Uint32? consecutiveLocalOriginFailures:Uint32? interval:duration maxEjectionPercent:int32
  minHealthPercent:int32 outlierDetectionHttpErrorCodes:[HttpErrorCode] splitExternalLocalOriginErrors:bool
PortSelector: number:Uint32
ClientTls: caCertificates:string caCrl:string clientCertificate:string credentialName:string insecureSkipVerify:bool?
  mode:enum(DISABLE|SIMPLE|MUTUAL|ISTIO_MUTUAL) privateKey:string sni:string subjectAltNames:[string]
PortLevelSetting: connectionPool:ConnectionPool loadBalancer:LoadBalancer outlierDetection:OutlierDetection
  port:PortSelector tls:ClientTls
ProxyProtocol: version:enum(V1|V2)
RetryBudget: budgetInterval:string minRetryConcurrency:Uint32 percent:Percent?
Tunnel: protocol:string targetHost!:string targetPort!:Uint32
TrafficPolicy: connectionPool:ConnectionPool loadBalancer:LoadBalancer outlierDetection:OutlierDetection
  portLevelSettings:[PortLevelSetting]{..4096} proxyProtocol:ProxyProtocol retryBudget:RetryBudget tls:ClientTls
  tunnel:Tunnel
Subset: labels:{string} name!:string trafficPolicy:TrafficPolicy
PolicySelector: matchLabels:{PolicyLabel}
DestinationRuleSpec: exportTo:[string] host!:string subsets:[Subset] trafficPolicy:TrafficPolicy
  workloadSelector:PolicySelector
Condition: lastProbeTime:time lastTransitionTime:time message:string observedGeneration:intstr reason:string
  status:string type:string
MessageType: code:string name:string
ValidationMessage: documentationUrl:string level:enum(UNKNOWN|ERROR|WARNING|INFO) type:MessageType
IstioStatus: @open conditions:[Condition] observedGeneration:intstr validationMessages:[ValidationMessage]
DestinationRule: spec:DestinationRuleSpec status:IstioStatus
`;

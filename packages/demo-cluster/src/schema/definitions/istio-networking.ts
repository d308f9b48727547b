/** The other kinds of networking.istio.io. Grammar: parse-definitions.ts. */
export const ISTIO_NETWORKING = `
EntryAddress = string len..64
Address = string len..256
Locality = string len..2048
ServiceAccount = string len..253
ServerPort: name!:string number!:Uint32 protocol!:string targetPort:Uint32
TlsCertificate: caCertificates:string privateKey:string serverCertificate:string
ServerTls: caCertCredentialName:string caCertificates:string caCrl:string cipherSuites:[string] credentialName:string
  credentialNames:[string]{1..2} httpsRedirect:bool insecureSkipVerify:bool?
  maxProtocolVersion:enum(TLS_AUTO|TLSV1_0|TLSV1_1|TLSV1_2|TLSV1_3)
  minProtocolVersion:enum(TLS_AUTO|TLSV1_0|TLSV1_1|TLSV1_2|TLSV1_3)
  mode:enum(PASSTHROUGH|SIMPLE|MUTUAL|AUTO_PASSTHROUGH|ISTIO_MUTUAL|OPTIONAL_MUTUAL) privateKey:string
  serverCertificate:string subjectAltNames:[string] tlsCertificates:[TlsCertificate]{1..2}
  verifyCertificateHash:[string] verifyCertificateSpki:[string]
Server: bind:string defaultEndpoint:string hosts!:[string] name:string port!:ServerPort tls:ServerTls
GatewaySpec: selector:{string} servers:[Server]
Gateway: spec:GatewaySpec status:IstioStatus
Endpoint: address:Address labels:{string} locality:Locality network:Locality ports:{Uint32}
  serviceAccount:ServiceAccount weight:Uint32
ServicePort: name!:Address number!:Uint32 protocol:Address targetPort:Uint32
WorkloadSelector: labels:{PolicyLabel}
ServiceEntrySpec: addresses:[EntryAddress]{..256} endpoints:[Endpoint]{..4096} exportTo:[string]
  hosts!:[string]{1..256} location:enum(MESH_EXTERNAL|MESH_INTERNAL) ports:[ServicePort#name]{..256}
  resolution:enum(NONE|STATIC|DNS|DNS_ROUND_ROBIN|DYNAMIC_DNS) subjectAltNames:[string]
  workloadSelector:WorkloadSelector
ServiceEntry: spec!:ServiceEntrySpec status:IstioStatus
WorkloadEntry: spec!:Endpoint status:IstioStatus
SidecarPort: name:string number:Uint32 protocol:string targetPort:Uint32
Egress: bind:string captureMode:enum(DEFAULT|IPTABLES|NONE) hosts!:[string] port:SidecarPort
Ingress: bind:string captureMode:enum(DEFAULT|IPTABLES|NONE) connectionPool:ConnectionPool defaultEndpoint:string
  port!:SidecarPort tls:ServerTls
OutboundTrafficPolicy: egressProxy:Destination mode:enum(REGISTRY_ONLY|ALLOW_ANY)
SidecarSpec: egress:[Egress] inboundConnectionPool:ConnectionPool ingress:[Ingress]
  outboundTrafficPolicy:OutboundTrafficPolicy workloadSelector:WorkloadSelector
Sidecar: spec:SidecarSpec status:IstioStatus
`;

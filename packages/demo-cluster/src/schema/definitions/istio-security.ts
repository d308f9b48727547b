/** The kinds of security.istio.io. Grammar: parse-definitions.ts. */
export const ISTIO_SECURITY = String.raw`
ServiceAccountName = string len..320
Group = string len..253 /^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
Kind = string len1..63 /^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/
Name = string len1..253
MutualTls: mode:enum(UNSET|DISABLE|PERMISSIVE|STRICT)
PeerAuthenticationSpec: mtls:MutualTls portLevelMtls:{MutualTls} selector:PolicySelector
PeerAuthentication: spec:PeerAuthenticationSpec status:IstioStatus
Provider: name:string
Source: ipBlocks:[string] namespaces:[string] notIpBlocks:[string] notNamespaces:[string] notPrincipals:[string]
  notRemoteIpBlocks:[string] notRequestPrincipals:[string] notServiceAccounts:[ServiceAccountName]{..16}
  notTrustDomains:[string] principals:[string] remoteIpBlocks:[string] requestPrincipals:[string]
  serviceAccounts:[ServiceAccountName]{..16} trustDomains:[string]
From: source:Source
Operation: hosts:[string] methods:[string] notHosts:[string] notMethods:[string] notPaths:[string] notPorts:[string]
  paths:[string] ports:[string]
To: operation:Operation
When: key!:string notValues:[string] values:[string]
Rule: from:[From]{..512} to:[To] when:[When]
TargetRef: group:Group kind!:Kind name!:Name namespace:string
AuthorizationPolicySpec: @one(provider) action:enum(ALLOW|DENY|AUDIT|CUSTOM) provider:Provider rules:[Rule]{..512}
  selector:PolicySelector targetRef:TargetRef targetRefs:[TargetRef]{..16}
AuthorizationPolicy: spec:AuthorizationPolicySpec status:IstioStatus
`;

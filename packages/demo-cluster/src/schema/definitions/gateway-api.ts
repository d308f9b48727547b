/** The kinds of gateway.networking.k8s.io, as in the standard channel of 1.6. Grammar: parse-definitions.ts. */
export const GATEWAY_API = String.raw`
ControllerName = string len1..253
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$/
Description = string len..64
Group = string len..253 /^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
Kind = string len1..63 /^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/
Name = string len1..253
Namespace = string len1..63 /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
Message = string len..32768
ObservedGeneration = int64 0..
Reason = string len1..1024 /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/
ConditionType = string len..316
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$/
AddressType = string len1..253
  /^Hostname|IPAddress|NamedAddress|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$/
AddressValue = string len..253
AnnotationValue = string len0..4096
LabelValue = string len0..63 /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/
Hostname = string len1..253 /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
SectionName = string len1..253 /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
Port = int32 1..65535
Protocol = string len1..255
  /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]+$/
HeaderName = string len1..256 /^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$/
AllowOrigin = string len1..253
  /(^\*$)|(^(http(s)?):\/\/(((\*\.)?([a-zA-Z0-9\-]+\.)*[a-zA-Z0-9-]+|\*)(:([0-9]{1,5}))?)$)/
PositiveInt = int32 1..
HeaderValue = string len1..4096
Numerator = int32 0..
Percent = int32 0..100
PathText = string len..1024
Weight = int32 0..1000000
QueryValue = string len1..1024
Duration = string /^([0-9]{1,5}(h|m|s|ms)){1,4}$/
ParametersRef: group!:Group kind!:Kind name!:Name namespace:Namespace
GatewayClassSpec: controllerName!:ControllerName description:Description parametersRef:ParametersRef
Condition: lastTransitionTime!:time message!:Message observedGeneration:ObservedGeneration reason!:Reason
  status!:enum(True|False|Unknown) type!:ConditionType
SupportedFeature: name!:string
GatewayClassStatus:
  conditions:[Condition#type]{..8}=[{"lastTransitionTime":"1970-01-01T00:00:00Z","message":"Waiting\u0020for\u0020controller","reason":"Pending","status":"Unknown","type":"Accepted"}]
  supportedFeatures:[SupportedFeature#name]{..64}
GatewayClass: spec!:GatewayClassSpec status:GatewayClassStatus
SpecAddress: type:AddressType="IPAddress" value:AddressValue
MatchExpression: key!:string operator!:string values:[string]
Selector: @atomic matchExpressions:[MatchExpression] matchLabels:{string}
ListenerNamespaces: from:enum(All|Selector|Same|None)="None" selector:Selector
AllowedListeners: namespaces:ListenerNamespaces
LocalObjectReference: group!:Group kind!:Kind name!:Name
Infrastructure: annotations:{AnnotationValue} labels:{LabelValue} parametersRef:LocalObjectReference
RouteGroupKind: group:Group="gateway.networking.k8s.io" kind!:Kind
RouteNamespaces: from:enum(All|Selector|Same)="Same" selector:Selector
AllowedRoutes: kinds:[RouteGroupKind]{..8} namespaces:RouteNamespaces
SecretReference: group:Group="" kind:Kind="Secret" name!:Name namespace:Namespace
ListenerTls: certificateRefs:[SecretReference]{..64} mode:enum(Terminate|Passthrough)="Terminate"
  options:{AnnotationValue}
Listener: allowedRoutes:AllowedRoutes hostname:Hostname name!:SectionName port!:Port protocol!:Protocol
  tls:ListenerTls
BackendTls: clientCertificateRef:SecretReference
Validation: caCertificateRefs!:[ParametersRef]{1..16} mode:enum(AllowValidOnly|AllowInsecureFallback)="AllowValidOnly"
FrontendValidation: validation:Validation
PerPort: port!:Port tls!:FrontendValidation
Frontend: default!:FrontendValidation perPort:[PerPort#port]{..64}
GatewayTls: backend:BackendTls frontend:Frontend
GatewaySpec: addresses:[SpecAddress]{..16} allowedListeners:AllowedListeners gatewayClassName!:Name
  infrastructure:Infrastructure listeners!:[Listener#name]{1..64} tls:GatewayTls
StatusAddress: type:AddressType="IPAddress" value!:Name
ListenerStatus: attachedRoutes!:int32 conditions!:[Condition#type]{..8} name!:SectionName
  supportedKinds:[RouteGroupKind]{..8}
GatewayStatus: addresses:[StatusAddress]{..16} attachedListenerSets:int32
  conditions:[Condition#type]{..8}=[{"lastTransitionTime":"1970-01-01T00:00:00Z","message":"Waiting\u0020for\u0020controller","reason":"Pending","status":"Unknown","type":"Accepted"},{"lastTransitionTime":"1970-01-01T00:00:00Z","message":"Waiting\u0020for\u0020controller","reason":"Pending","status":"Unknown","type":"Programmed"}]
  listeners:[ListenerStatus#name]{..64}
Gateway: spec!:GatewaySpec status:GatewayStatus
ParentRef: group:Group="gateway.networking.k8s.io" kind:Kind="Gateway" name!:Name namespace:Namespace port:Port
  sectionName:SectionName
Cors: allowCredentials:bool allowHeaders:[HeaderName#set]{..64}
  allowMethods:[enum(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|*)#set]{..9}
  allowOrigins:[AllowOrigin#set]{..64} exposeHeaders:[HeaderName#set]{..64} maxAge:PositiveInt=5
HeaderEntry: name!:HeaderName value!:HeaderValue
HeaderModifier: add:[HeaderEntry#name]{..16} remove:[string#set]{..16} set:[HeaderEntry#name]{..16}
BackendObjectReference: group:Group="" kind:Kind="Service" name!:Name namespace:Namespace port:Port
Fraction: denominator:PositiveInt=100 numerator!:Numerator
RequestMirror: backendRef!:BackendObjectReference fraction:Fraction percent:Percent
PathModifier: replaceFullPath:PathText replacePrefixMatch:PathText type!:enum(ReplaceFullPath|ReplacePrefixMatch)
RequestRedirect: hostname:SectionName path:PathModifier port:Port scheme:enum(http|https)
  statusCode:enum(301|302|303|307|308)=302
UrlRewrite: hostname:SectionName path:PathModifier
HttpFilter: cors:Cors extensionRef:LocalObjectReference requestHeaderModifier:HeaderModifier
  requestMirror:RequestMirror requestRedirect:RequestRedirect responseHeaderModifier:HeaderModifier
  type!:enum(RequestHeaderModifier|ResponseHeaderModifier|RequestMirror|RequestRedirect|URLRewrite|ExtensionRef|CORS)
  urlRewrite:UrlRewrite
HttpBackendRef: filters:[HttpFilter]{..16} group:Group="" kind:Kind="Service" name!:Name namespace:Namespace port:Port
  weight:Weight=1
HeaderMatch: name!:HeaderName type:enum(Exact|RegularExpression)="Exact" value!:HeaderValue
PathMatch: type:enum(Exact|PathPrefix|RegularExpression)="PathPrefix" value:PathText="/"
QueryMatch: name!:HeaderName type:enum(Exact|RegularExpression)="Exact" value!:QueryValue
HttpRouteMatch: headers:[HeaderMatch#name]{..16} method:enum(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)
  path:PathMatch queryParams:[QueryMatch#name]{..16}
Timeouts: backendRequest:Duration request:Duration
HttpRouteRule: backendRefs:[HttpBackendRef]{..16} filters:[HttpFilter]{..16}
  matches:[HttpRouteMatch]{..64}=[{"path":{"type":"PathPrefix","value":"/"}}] name:SectionName timeouts:Timeouts
HttpRouteSpec: hostnames:[Hostname]{..16} parentRefs:[ParentRef]{..32}
  rules:[HttpRouteRule]{1..16}=[{"matches":[{"path":{"type":"PathPrefix","value":"/"}}]}]
RouteParentStatus: conditions!:[Condition#type]{1..8} controllerName!:ControllerName parentRef!:ParentRef
RouteStatus: parents!:[RouteParentStatus]{..32}
HTTPRoute: spec!:HttpRouteSpec status:RouteStatus
GrpcFilter: extensionRef:LocalObjectReference requestHeaderModifier:HeaderModifier requestMirror:RequestMirror
  responseHeaderModifier:HeaderModifier
  type!:enum(ResponseHeaderModifier|RequestHeaderModifier|RequestMirror|ExtensionRef)
GrpcBackendRef: filters:[GrpcFilter]{..16} group:Group="" kind:Kind="Service" name!:Name namespace:Namespace port:Port
  weight:Weight=1
GrpcMethodMatch: method:PathText service:PathText type:enum(Exact|RegularExpression)="Exact"
GrpcRouteMatch: headers:[HeaderMatch#name]{..16} method:GrpcMethodMatch
GrpcRouteRule: backendRefs:[GrpcBackendRef]{..16} filters:[GrpcFilter]{..16} matches:[GrpcRouteMatch]{..64}
  name:SectionName
GrpcRouteSpec: hostnames:[Hostname]{..16} parentRefs:[ParentRef]{..32} rules:[GrpcRouteRule]{..16}
GRPCRoute: spec!:GrpcRouteSpec status:RouteStatus
ReferenceGrantFrom: group!:Group kind!:Kind namespace!:Namespace
ReferenceGrantTo: group!:Group kind!:Kind name:Name
ReferenceGrantSpec: from!:[ReferenceGrantFrom]{1..16} to!:[ReferenceGrantTo]{1..16}
ReferenceGrant: spec!:ReferenceGrantSpec
`;

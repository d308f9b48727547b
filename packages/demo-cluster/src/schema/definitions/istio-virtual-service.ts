/** VirtualService. Grammar: parse-definitions.ts. */
export const ISTIO_VIRTUAL_SERVICE = `
StringMatch: @one(exact,prefix,regex) exact:string prefix:string regex:string
CorsPolicy: allowCredentials:bool? allowHeaders:[string] allowMethods:[string] allowOrigin:[string]
  allowOrigins:[StringMatch] exposeHeaders:[string] maxAge:duration
  unmatchedPreflights:enum(UNSPECIFIED|FORWARD|IGNORE)
Delegate: name:string namespace:string
ResponseBody: @one(string,bytes) bytes:string string:string
DirectResponse: body:ResponseBody status!:Uint32
Percentage: value:number
Abort: @one(httpStatus,grpcStatus,http2Error) grpcStatus:string http2Error:string httpStatus:int32
  percentage:Percentage
Delay: @one(fixedDelay,exponentialDelay) exponentialDelay:duration fixedDelay:duration percent:int32
  percentage:Percentage
Fault: abort:Abort delay:Delay
HeaderOperations: add:{string} remove:[string] set:{string}
Headers: request:HeaderOperations response:HeaderOperations
HttpMatch: authority:StringMatch gateways:[string] headers:{StringMatch} ignoreUriCase:bool method:StringMatch
  name:string port:Uint32 queryParams:{StringMatch} scheme:StringMatch sourceLabels:{string} sourceNamespace:string
  statPrefix:string uri:StringMatch withoutHeaders:{StringMatch}
Destination: host!:string port:PortSelector subset:string
MirrorPolicy: destination!:Destination percentage:Percentage
Redirect: @one(port,derivePort) authority:string derivePort:enum(FROM_PROTOCOL_DEFAULT|FROM_REQUEST_PORT) port:Uint32
  prefixRewrite:string redirectCode:Uint32 scheme:string uri:string
Retries: attempts:int32 backoff:duration perTryTimeout:duration retryIgnorePreviousHosts:bool? retryOn:string
  retryRemoteLocalities:bool?
UriRegexRewrite: match:string rewrite:string
Rewrite: authority:string uri:string uriRegexRewrite:UriRegexRewrite
HttpRouteDestination: destination!:Destination headers:Headers weight:int32
HttpRoute: corsPolicy:CorsPolicy delegate:Delegate directResponse:DirectResponse fault:Fault headers:Headers
  match:[HttpMatch] mirror:Destination mirror_percent:Uint32? mirrorPercent:Uint32? mirrorPercentage:Percentage
  mirrors:[MirrorPolicy] name:string redirect:Redirect retries:Retries rewrite:Rewrite route:[HttpRouteDestination]
  timeout:duration
TcpMatch: destinationSubnets:[string] gateways:[string] port:Uint32 sourceLabels:{string} sourceNamespace:string
  sourceSubnet:string
RouteDestination: destination!:Destination weight:int32
TcpRoute: match:[TcpMatch] route:[RouteDestination]
TlsMatch: destinationSubnets:[string] gateways:[string] port:Uint32 sniHosts!:[string] sourceLabels:{string}
  sourceNamespace:string
TlsRoute: match!:[TlsMatch] route:[RouteDestination]
VirtualServiceSpec: exportTo:[string] gateways:[string] hosts:[string] http:[HttpRoute] tcp:[TcpRoute] tls:[TlsRoute]
VirtualService: spec:VirtualServiceSpec status:IstioStatus
`;

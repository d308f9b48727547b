/** The volumes of a pod. Grammar: parse-definitions.ts. */
export const KUBERNETES_VOLUMES = `
AWSElasticBlockStoreVolumeSource: fsType:string partition:int32 readOnly:bool volumeID!:string
AzureDiskVolumeSource: cachingMode:string="ReadWrite" diskName!:string diskURI!:string fsType:string="ext4"
  kind:string="Shared" readOnly:bool
AzureFileVolumeSource: readOnly:bool secretName!:string shareName!:string
CephFSVolumeSource: monitors!:[string] path:string readOnly:bool secretFile:string secretRef:LocalObjectReference
  user:string
CinderVolumeSource: fsType:string readOnly:bool secretRef:LocalObjectReference volumeID!:string
KeyToPath: key!:string mode:int32 path!:string
ConfigMapVolumeSource: defaultMode:int32 items:[KeyToPath] name:string optional:bool
CSIVolumeSource: driver!:string fsType:string nodePublishSecretRef:LocalObjectReference readOnly:bool
  volumeAttributes:{string}
DownwardAPIVolumeFile: fieldRef:ObjectFieldSelector mode:int32 path!:string resourceFieldRef:ResourceFieldSelector
DownwardAPIVolumeSource: defaultMode:int32 items:[DownwardAPIVolumeFile]
EmptyDirVolumeSource: medium:string sizeLimit:quantity
TypedLocalObjectReference: @atomic apiGroup:string kind!:string name!:string
TypedObjectReference: apiGroup:string kind!:string name!:string namespace:string
VolumeResourceRequirements: limits:{quantity} requests:{quantity}
PersistentVolumeClaimSpec: accessModes:[string] dataSource:TypedLocalObjectReference
  dataSourceRef:TypedObjectReference resources:VolumeResourceRequirements selector:LabelSelector
  storageClassName:string volumeAttributesClassName:string volumeMode:string volumeName:string
PersistentVolumeClaimTemplate: metadata:ObjectMeta spec!:PersistentVolumeClaimSpec
EphemeralVolumeSource: volumeClaimTemplate:PersistentVolumeClaimTemplate
FCVolumeSource: fsType:string lun:int32 readOnly:bool targetWWNs:[string] wwids:[string]
FlexVolumeSource: driver!:string fsType:string options:{string} readOnly:bool secretRef:LocalObjectReference
FlockerVolumeSource: datasetName:string datasetUUID:string
GCEPersistentDiskVolumeSource: fsType:string partition:int32 pdName!:string readOnly:bool
GitRepoVolumeSource: directory:string repository!:string revision:string
GlusterfsVolumeSource: endpoints!:string path!:string readOnly:bool
HostPathVolumeSource: path!:string type:string
ImageVolumeSource: pullPolicy:string reference:string
ISCSIVolumeSource: chapAuthDiscovery:bool chapAuthSession:bool fsType:string initiatorName:string iqn!:string
  iscsiInterface:string="default" lun!:int32 portals:[string] readOnly:bool secretRef:LocalObjectReference
  targetPortal!:string
NFSVolumeSource: path!:string readOnly:bool server!:string
PersistentVolumeClaimVolumeSource: claimName!:string readOnly:bool
PhotonPersistentDiskVolumeSource: fsType:string pdID!:string
PortworxVolumeSource: fsType:string readOnly:bool volumeID!:string
ClusterTrustBundleProjection: labelSelector:LabelSelector name:string optional:bool path!:string signerName:string
ConfigMapProjection: items:[KeyToPath] name:string optional:bool
DownwardAPIProjection: items:[DownwardAPIVolumeFile]
PodCertificateProjection: certificateChainPath:string credentialBundlePath:string keyPath:string keyType!:string
  maxExpirationSeconds:int32 signerName!:string
SecretProjection: items:[KeyToPath] name:string optional:bool
ServiceAccountTokenProjection: audience:string expirationSeconds:int64 path!:string
VolumeProjection: clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection
  downwardAPI:DownwardAPIProjection podCertificate:PodCertificateProjection secret:SecretProjection
  serviceAccountToken:ServiceAccountTokenProjection
ProjectedVolumeSource: defaultMode:int32 sources:[VolumeProjection]
QuobyteVolumeSource: group:string readOnly:bool registry!:string tenant:string user:string volume!:string
RBDVolumeSource: fsType:string image!:string keyring:string="/etc/ceph/keyring" monitors!:[string] pool:string="rbd"
  readOnly:bool secretRef:LocalObjectReference user:string="admin"
ScaleIOVolumeSource: fsType:string="xfs" gateway!:string protectionDomain:string readOnly:bool
  secretRef!:LocalObjectReference sslEnabled:bool storageMode:string="ThinProvisioned" storagePool:string
  system!:string volumeName:string
SecretVolumeSource: defaultMode:int32 items:[KeyToPath] optional:bool secretName:string
StorageOSVolumeSource: fsType:string readOnly:bool secretRef:LocalObjectReference volumeName:string
  volumeNamespace:string
VsphereVirtualDiskVolumeSource: fsType:string storagePolicyID:string storagePolicyName:string volumePath!:string
Volume: awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource
  azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource configMap:ConfigMapVolumeSource
  csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource emptyDir:EmptyDirVolumeSource
  ephemeral:EphemeralVolumeSource fc:FCVolumeSource flexVolume:FlexVolumeSource flocker:FlockerVolumeSource
  gcePersistentDisk:GCEPersistentDiskVolumeSource gitRepo:GitRepoVolumeSource glusterfs:GlusterfsVolumeSource
  hostPath:HostPathVolumeSource image:ImageVolumeSource iscsi:ISCSIVolumeSource name!:string nfs:NFSVolumeSource
  persistentVolumeClaim:PersistentVolumeClaimVolumeSource photonPersistentDisk:PhotonPersistentDiskVolumeSource
  portworxVolume:PortworxVolumeSource projected:ProjectedVolumeSource quobyte:QuobyteVolumeSource rbd:RBDVolumeSource
  scaleIO:ScaleIOVolumeSource secret:SecretVolumeSource storageos:StorageOSVolumeSource
  vsphereVolume:VsphereVirtualDiskVolumeSource
`;

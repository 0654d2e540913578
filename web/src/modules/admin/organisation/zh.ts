const zh = {
  name: "组织名称",
  nameHint: "显示在登录页、通讯录和通知里",
  needName: "请填写组织名称",
  logo: "标志",
  logoText: "PNG、JPEG 或 WebP，建议正方形",
  change: "更换标志",
  remove: "移除",
  removed: "已移除标志",
  uploaded: "已更换标志",
  notImage: "请选择图片文件",
};

export default zh;

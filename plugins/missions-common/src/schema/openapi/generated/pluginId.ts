export const pluginId = 'missions';
